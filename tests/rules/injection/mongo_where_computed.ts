export function byNumber(orders: Collection, number: string): unknown {
  // ruleid: mongo-where-computed
  const found = orders.find({ $where: `this.number === '${number}'` });
  // ok: mongo-where-computed
  return found ?? orders.find({ number });
}
