export function valid(account: Account, password: string): boolean {
  // ruleid: password-compared-plain
  return password === account.password;
}
export function same(form: Form): boolean {
  // ok: password-compared-plain
  return form.password === form.repeated;
}
