/** Errors that a handler may throw on purpose. Everything else is answered with 500. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class NotFoundError extends HttpError {
  constructor(what: string) {
    super(404, 'not_found', `${what} does not exist`);
  }
}

export class UnauthorizedError extends HttpError {
  constructor(message = 'sign in first') {
    super(401, 'unauthorized', message);
  }
}

export class ForbiddenError extends HttpError {
  constructor(message = 'not allowed') {
    super(403, 'forbidden', message);
  }
}

export class ConflictError extends HttpError {
  constructor(message: string) {
    super(409, 'conflict', message);
  }
}

export class InvalidInputError extends HttpError {
  constructor(details: readonly string[]) {
    super(400, 'invalid_input', 'the request is not valid', details);
  }
}

export const isHttpError = (error: unknown): error is HttpError => error instanceof HttpError;

interface DatabaseError extends Error {
  code: string;
  constraint?: string;
}

const UNIQUE_VIOLATION = '23505';
const EXCLUSION_VIOLATION = '23P01';

/** PostgreSQL reports a taken slot by an exclusion constraint. */
export function isOverlap(error: unknown): boolean {
  return error instanceof Error && (error as DatabaseError).code === EXCLUSION_VIOLATION;
}

export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && (error as DatabaseError).code === UNIQUE_VIOLATION;
}
