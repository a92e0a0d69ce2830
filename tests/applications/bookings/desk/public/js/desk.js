'use strict';

(function desk() {
  const token = document.body.dataset.csrf;

  const escapeSelector = (text) => window.CSS.escape(text);

  function show(message) {
    const box = document.createElement('p');
    box.setAttribute('role', 'status');
    box.textContent = message;
    document.body.prepend(box);
  }

  async function send(method, address, value) {
    const response = await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'x-csrf-token': token },
      body: JSON.stringify(value),
    });
    if (!response.ok) {
      show('That did not work.');
    }
    return response.ok;
  }

  document.addEventListener('change', async (event) => {
    const select = event.target.closest('select[data-staff]');
    if (select !== null) {
      const id = encodeURIComponent(select.dataset.staff);
      await send('PATCH', `/admin/staff/${id}`, { role: select.value });
    }
  });

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('button[data-remove]');
    if (button === null) {
      return;
    }
    const id = button.dataset.remove;
    if (await send('DELETE', `/admin/staff/${encodeURIComponent(id)}`, {})) {
      document.querySelector(`[data-row="${escapeSelector(id)}"]`).remove();
    }
  });
})();
