export function show(cell, users, i) {
  // ruleid: dom-html-assigned
  cell.innerHTML = users[i].name;
  // ok: dom-html-assigned
  cell.textContent = users[i].name;
  // ok: dom-html-assigned (near miss: a constant)
  cell.innerHTML = '<b>none</b>';
}
