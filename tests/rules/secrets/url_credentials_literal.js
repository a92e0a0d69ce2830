// ruleid: url-credentials-literal
fetch('https://shop:4e55b1c0@stock.example/parts');
// ruleid: url-credentials-literal
const mail = 'smtps://mailer:4e55b1c0@mail.example:465';

// ok: url-credentials-literal
fetch(`https://shop:${password}@stock.example/parts`);
// ok: url-credentials-literal
fetch('https://stock.example:8443/parts?to=me@shop.example');
// ok: url-credentials-literal (near miss: an address that shows where a password goes)
const shown = 'https://user:password@stock.example';
// ok: url-credentials-literal (near miss: a machine of one's own)
const own = 'http://admin:admin@localhost:5984';
