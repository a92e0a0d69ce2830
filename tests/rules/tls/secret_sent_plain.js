// ruleid: secret-sent-plain
axios.post('http://id.example/login', { username, password });
// ruleid: secret-sent-plain
fetch('http://stock.example/parts?api_key=' + key);
// ruleid: secret-sent-plain
fetch(`http://stock.example/parts?token=${token}`);

// ok: secret-sent-plain
axios.post('https://id.example/login', { username, password });
// ok: secret-sent-plain (near miss: nothing secret in it)
axios.post('http://news.example/subscribe', { address });
// ok: secret-sent-plain
fetch('http://localhost:8080/parts?token=' + token);
