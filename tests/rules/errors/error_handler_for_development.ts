import errorHandler from 'errorhandler';

// ruleid: error-handler-for-development
app.use(errorHandler());
export function configure(app: Express): void {
  // ruleid: error-handler-for-development
  app.use(errorHandler({ log: true }));
  if (app.get('env') === 'development') {
    // ok: error-handler-for-development
    app.use(errorHandler());
  }
}
// ok: error-handler-for-development (near miss: imported and not used as middleware)
export const name = errorHandler.title;
