import type { Request, RequestHandler } from 'express';
import type { z, ZodType } from 'zod';

import { InvalidInputError } from '../errors.js';

interface Schemas {
  body?: ZodType;
  params?: ZodType;
  query?: ZodType;
}

declare module 'express-serve-static-core' {
  interface Locals {
    query?: unknown;
  }
}

const describe = (part: string, error: z.ZodError): string[] => [
  ...new Set(error.issues.map((issue) => [part, ...issue.path].join('.'))),
];

/**
 * Checks the parts of a request against their schemas. The body and the parameters are
 * replaced by what the schema lets through; the query, which Express 5 computes anew on
 * each access, is put into `res.locals.query`.
 */
export function validate(schemas: Schemas): RequestHandler {
  return (req, res, next) => {
    const problems: string[] = [];
    if (schemas.body !== undefined) {
      const body = schemas.body.safeParse(req.body ?? {});
      if (body.success) {
        req.body = body.data;
      } else {
        problems.push(...describe('body', body.error));
      }
    }
    if (schemas.params !== undefined) {
      const params = schemas.params.safeParse(req.params);
      if (params.success) {
        req.params = params.data as Request['params'];
      } else {
        problems.push(...describe('params', params.error));
      }
    }
    if (schemas.query !== undefined) {
      const query = schemas.query.safeParse(req.query);
      if (query.success) {
        res.locals.query = query.data;
      } else {
        problems.push(...describe('query', query.error));
      }
    }
    next(problems.length > 0 ? new InvalidInputError(problems) : undefined);
  };
}
