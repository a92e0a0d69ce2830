interface Config {
  apiKey: string;
}

export default {
  // ruleid: named-secret-literal
  signingKey: 'a-made-up-signing-key',
};
export const config: Config = Object.freeze({
  // ruleid: named-secret-literal
  apiKey: 'a-made-up-api-key' as string,
});
// ok: named-secret-literal
export const safe: Config = { apiKey: process.env.API_KEY! };
// ok: named-secret-literal (near miss: too short to be one)
export const short: Config = { apiKey: 'none' };
