import { pipeline } from 'node:stream';

// ruleid: stream-pipeline-used
pipeline(source, gzip, target, (error) => log(error));
export async function send(source: Readable, res: Response): Promise<void> {
  // ruleid: stream-pipeline-used
  await pipeline(source, res);
  // ok: stream-pipeline-used
  source.destroy();
}
// ok: stream-pipeline-used (near miss: a type alone)
export type Join = typeof pipeline;
