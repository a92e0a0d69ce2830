import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const CONVERTER = '/usr/bin/vips';
const MAX_EDGE_PX = 1600;
const TIMEOUT_MS = 20_000;

interface ResizeOptions {
  maxEdgePx: number;
  quality: number;
}

const defaults: ResizeOptions = { maxEdgePx: MAX_EDGE_PX, quality: 80 };

/**
 * Makes a WebP image in a process of its own, without a shell: both paths are made by us,
 * and each is one argument.
 */
export async function toWebp(
  source: string,
  target: string,
  options: Partial<ResizeOptions> = {},
): Promise<void> {
  const { maxEdgePx, quality } = { ...defaults, ...options };
  await run(
    CONVERTER,
    ['thumbnail', source, `${target}[Q=${quality},strip]`, String(maxEdgePx)],
    {
      timeout: TIMEOUT_MS,
      maxBuffer: 64 * 1024,
      env: { PATH: '/usr/bin', VIPS_CONCURRENCY: '1' },
      windowsHide: true,
    },
  );
}
