import { execSync } from 'node:child_process';

export function log(branch: string): string {
  // ruleid: command-computed
  return execSync(`git log ${branch}`).toString();
}
