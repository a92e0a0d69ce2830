// ruleid: secret-public-variable
const client = pay(process.env.NEXT_PUBLIC_PAYMENT_SECRET);
// ruleid: secret-public-variable
const db = connect(process.env.REACT_APP_DB_PASSWORD);

// ok: secret-public-variable
const url = process.env.NEXT_PUBLIC_API_URL;
// ok: secret-public-variable (near miss: read on the server only)
const own = process.env.PAYMENT_SECRET;
