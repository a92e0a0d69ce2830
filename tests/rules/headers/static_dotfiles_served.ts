// ruleid: static-dotfiles-served
export const options: ServeStaticOptions = { index: false, dotfiles: 'allow' };
// ok: static-dotfiles-served
export const safe: ServeStaticOptions = { index: false, dotfiles: 'ignore' };
