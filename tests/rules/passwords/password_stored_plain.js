function add(name, password) {
  // ruleid: password-stored-plain
  return users.insertOne({ name, password });
}
app.post('/people', async (req, res) => {
  // ruleid: password-stored-plain
  await db.collection('people').insert({ name: req.body.name, password: req.body.password });
});

function later(name, password, done) {
  const person = {
    name,
    // ruleid: password-stored-plain
    password,
  };
  if (name) person.name = name;
  number((id) => {
    person.id = id;
    people.insert(person, done);
  });
}

async function safe(name, given) {
  const password = await argon2.hash(given);
  // ok: password-stored-plain
  return users.insertOne({ name, password });
}
// ok: password-stored-plain (near miss: hashed on the way)
users.insertOne({ name, password: hash(password) });
