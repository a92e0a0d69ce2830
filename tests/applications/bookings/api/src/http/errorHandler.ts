import type { ErrorRequestHandler, RequestHandler } from 'express';
import { MulterError } from 'multer';

import { isHttpError, NotFoundError } from '../errors.js';

export const notFound: RequestHandler = (_req, _res, next) => {
  next(new NotFoundError('this page'));
};

interface Answer {
  status: number;
  code: string;
  details?: readonly string[];
}

const UPLOAD_REFUSED: Answer = { status: 413, code: 'upload_refused' };
const INTERNAL: Answer = { status: 500, code: 'internal' };

function answerFor(error: unknown): Answer {
  if (isHttpError(error)) {
    return { status: error.status, code: error.code, details: error.details };
  }
  if (error instanceof MulterError) {
    return UPLOAD_REFUSED;
  }
  // body-parser marks what the client did wrong by `expose`
  const { status, expose } = error as { status?: number; expose?: boolean };
  if (expose === true && status !== undefined && status >= 400 && status < 500) {
    return { status, code: 'bad_request' };
  }
  return INTERNAL;
}

// The cause goes to the log under the request's id; the client gets a code and that id.
export const errorHandler: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const answer = answerFor(error);
  if (answer.status >= 500) {
    req.log.error({ err: error }, 'request failed');
  } else {
    req.log.info({ code: answer.code, status: answer.status }, 'request refused');
  }
  res.status(answer.status).json({
    error: { code: answer.code, details: answer.details ?? [], requestId: req.id },
  });
};
