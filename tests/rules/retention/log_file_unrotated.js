const winston = require('winston');
const fs = require('fs');
const morgan = require('morgan');

// ruleid: log-file-unrotated
new winston.transports.File({ filename: 'shop.log' });
// ruleid: log-file-unrotated
app.use(morgan('combined', { stream: fs.createWriteStream('access.log', { flags: 'a' }) }));
// ok: log-file-unrotated
new winston.transports.Console();
// ok: log-file-unrotated
fs.createWriteStream('report.csv');
// ok: log-file-unrotated (near miss: a limited number of files)
new winston.transports.File({ filename: 'shop.log', maxsize: 1e6, maxFiles: 5 });
