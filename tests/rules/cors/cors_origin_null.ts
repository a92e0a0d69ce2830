// ruleid: cors-origin-null
export const options = { origin: 'null', methods: ['GET'] };
// ok: cors-origin-null
export const safe = { origin: 'https://shop.example', methods: ['GET'] };
