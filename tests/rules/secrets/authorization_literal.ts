import got from 'got';

export const stock = got.extend({
  headers: {
    // ruleid: authorization-literal
    authorization: 'Basic c2hvcDo0ZTU1YjFjMA==',
  },
});
// ok: authorization-literal
export const safe = got.extend({ headers: { authorization: `Basic ${process.env.STOCK_BASIC}` } });
