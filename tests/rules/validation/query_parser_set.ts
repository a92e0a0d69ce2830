// ruleid: query-parser-set
app.set('query parser', 'simple');
// ruleid: query-parser-set
server.set('query parser', (text: string) => new URLSearchParams(text));
// ok: query-parser-set
app.enable('trust proxy');
// ok: query-parser-set (near miss: the name alone)
export const setting = 'query parser';
