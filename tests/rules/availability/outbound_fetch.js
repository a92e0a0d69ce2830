// ruleid: outbound-fetch
const answer = await fetch(url);
// ruleid: outbound-fetch
const other = await fetch(url, { signal: AbortSignal.timeout(3000) });
// ok: outbound-fetch
const rows = await repository.fetch();
// ok: outbound-fetch
git.fetch('origin');
// ok: outbound-fetch (near miss: made, not sent)
const request = new Request(url);
