// ruleid: eval-decoded
eval(atob('MSsx'));
// ok: eval-decoded
export const text = atob('MSsx');
