(() => {
  const form = document.querySelector('.filter');
  const field = document.getElementById('filter-text');
  const count = document.getElementById('filter-count');
  const controls = [...document.querySelectorAll('.control')];
  const texts = controls.map((control) => control.textContent.toLowerCase());
  const show = () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    controls.forEach((control, index) => {
      control.hidden = wanted !== '' && !texts[index].includes(wanted);
      shown += control.hidden ? 0 : 1;
    });
    count.textContent = wanted === '' ? '' : `${shown} of ${controls.length}`;
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  field.addEventListener('input', show);
})();
