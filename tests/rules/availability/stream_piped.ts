export function send(source: Readable, res: Response): void {
  // ruleid: stream-piped
  source.pipe(res);
}
export function zip(source: Readable, response: Response): void {
  // ruleid: stream-piped
  archive.pipe(response);
  // ok: stream-piped
  source.resume();
}
// ok: stream-piped (near miss: of an observable)
export const mapped = subject.pipe(map(double));
