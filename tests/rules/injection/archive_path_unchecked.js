const fs = require('fs');
const path = require('path');

exports.unpack = (archive, folder) => {
  archive.on('entry', (entry) => {
    // ruleid: archive-path-unchecked
    entry.pipe(fs.createWriteStream(folder + '/' + entry.path));
    // ok: archive-path-unchecked
    entry.pipe(fs.createWriteStream(path.join(folder, path.basename(entry.path))));
  });
};
