exports.rename = async (pool, id, name) => {
  // ruleid: sql-concatenated
  await pool.query("UPDATE items SET name = '" + name + "' WHERE id = 1");
  // ok: sql-concatenated
  await pool.query('UPDATE items SET name = $1 WHERE id = $2', [name, id]);
  // ok: sql-concatenated (near miss: the text is only spread over two lines)
  await pool.query('SELECT id, name FROM items ' + 'WHERE id = $1', [id]);
};
