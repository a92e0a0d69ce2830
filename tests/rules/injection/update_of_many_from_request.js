exports.edit = (req, res, reviews) => {
  // ruleid: update-of-many-from-request
  reviews.update({ _id: req.body.id }, { $set: { text: 'x' } }, { multi: true });
  // ok: update-of-many-from-request (near miss: a string has no operators)
  reviews.updateMany({ _id: String(req.body.id) }, { $set: { text: 'x' } });
};
