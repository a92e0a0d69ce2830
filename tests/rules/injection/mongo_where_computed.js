exports.above = (orders, limit) => {
  // ruleid: mongo-where-computed
  return orders.find({ $where: 'this.total > ' + limit });
};
exports.open = (orders) => {
  // ok: mongo-where-computed (near miss: a constant script)
  return orders.find({ $where: 'this.paid < this.total' });
};
