import fs from 'node:fs';
import path from 'node:path';

export function unpack(entries: Entry[], folder: string): void {
  for (const entry of entries) {
    // ruleid: archive-path-unchecked
    fs.writeFileSync(path.join(folder, entry.entryName), entry.data);
    const place = path.resolve(folder, entry.entryName);
    if (!place.startsWith(folder + path.sep)) {
      throw new Error('entry outside the folder');
    }
    // ok: archive-path-unchecked (near miss: it was checked where the path leads)
    fs.writeFileSync(place, entry.data);
  }
}
