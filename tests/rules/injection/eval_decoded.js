// ruleid: eval-decoded
eval(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString());
// ok: eval-decoded (near miss: it is read as data)
const table = JSON.parse(Buffer.from('e30=', 'base64').toString());
module.exports = table;
