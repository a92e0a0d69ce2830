const { pool, sequelize } = require('./database');

module.exports.search = async (req, res) => {
  const text = "SELECT id FROM items WHERE name = '" + req.query.name + "'";
  // ruleid: sql-from-request
  const found = await pool.query(text);
  // ruleid: sql-from-request
  await sequelize.query(`SELECT id FROM items WHERE owner = '${req.body.owner}'`, { plain: true });
  // ok: sql-from-request
  await pool.query('SELECT id FROM items WHERE name = $1', [req.query.name]);
  // ok: sql-from-request (near miss: a number)
  await pool.query('SELECT id FROM items LIMIT ' + parseInt(req.query.limit, 10));
  res.json(found.rows);
};
