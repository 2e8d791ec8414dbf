// Compares a file with the digests on the page, in the browser; and the digest that a printed code brought along.

const digests = [...document.querySelectorAll('[data-digest]')];
const result = document.querySelector('[data-result]');
const drop = document.querySelector('[data-drop]');
const own = document.querySelector('[data-document]');

const printed = /^#sha256=([0-9a-f]{64})$/.exec(globalThis.location.hash)?.[1];
if (printed && own && printed !== own.dataset.document) document.querySelector('[data-paper-differs]').hidden = false;

async function check(file) {
  result.className = '';
  result.textContent = result.dataset.looking.replace('%name', () => file.name);
  const bytes = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const sha256 = [...bytes].map((each) => each.toString(16).padStart(2, '0')).join('');
  const same = digests.find((each) => each.dataset.digest === sha256);
  result.className = same ? 'notice done' : 'notice error';
  result.textContent = same
    ? result.dataset.same.replace('%name', () => file.name).replace('%what', () => same.dataset.what)
    : result.dataset.other.replace('%name', () => file.name);
}

// Browsers compute digests on pages they call secure only; elsewhere the digests are there to be compared by hand.
if (drop && globalThis.crypto?.subtle) {
  drop.hidden = false;
  drop.querySelector('input').addEventListener('change', ({ target }) => target.files[0] && check(target.files[0]));
  const area = document.querySelector('[data-check]');
  area.addEventListener('dragover', (event) => event.preventDefault());
  area.addEventListener('drop', (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) check(file);
  });
} else if (drop) result.textContent = result.dataset.notHere;
