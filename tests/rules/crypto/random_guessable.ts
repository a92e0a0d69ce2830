// ruleid: random-guessable
export const generateOtp = (): string => String(Math.floor(Math.random() * 1_000_000));
// ok: random-guessable
export const shuffle = (): number => Math.random() - 0.5;
