export const logout = promisify((session: Session, done: Done) =>
  // ruleid: session-destroyed
  session.destroy(done));
// ok: session-destroyed
export const touch = (session: Session): void => session.touch();
