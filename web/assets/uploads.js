// Uploads of the checklist where scripts run: whole folders, how far they are, and the digest of each file as the browser has it. The form
// is the same one that is sent without scripts.

/** All files of what was dropped, folders looked through. */
async function filesOf({ items, files }) {
  const entries = [...(items ?? [])].map((each) => each.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return [...files];
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((found, failed) => entry.file(found, failed))];
  const reader = entry.createReader();
  const within = [];
  // A reader gives some at a time, and none once it is through.
  for (;;) {
    const some = await new Promise((found, failed) => reader.readEntries(found, failed));
    if (some.length === 0) break;
    within.push(...some);
  }
  return (await Promise.all(within.map(filesIn))).flat();
}

function add(field, files) {
  const all = new globalThis.DataTransfer();
  for (const file of [...field.files, ...files]) all.items.add(file);
  field.files = all.files;
  field.dispatchEvent(new globalThis.Event('change', { bubbles: true }));
}

for (const part of document.querySelectorAll('[data-drop]')) {
  const field = part.querySelector('input[type=file]');
  const marks = (isOver) => (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    part.classList.toggle('dragged', isOver);
  };
  part.addEventListener('dragover', marks(true));
  part.addEventListener('dragleave', marks(false));
  part.addEventListener('drop', (event) => {
    marks(false)(event);
    const { dataTransfer } = event;
    if (dataTransfer)
      filesOf(dataTransfer).then(
        (files) => add(field, files),
        () => undefined,
      );
  });
  const folder = part.querySelector('[data-folder]');
  if (!folder) continue;
  folder.hidden = false;
  const chooser = Object.assign(document.createElement('input'), { type: 'file', webkitdirectory: true });
  folder.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => add(field, chooser.files));
}

const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, '0')).join('');

/** A browser has none for pages that came by plain http from elsewhere, nor of a file that does not fit into its memory. */
const digestOf = (file) =>
  file.arrayBuffer().then(
    async (bytes) => globalThis.crypto?.subtle && hex(await globalThis.crypto.subtle.digest('SHA-256', bytes)),
    () => undefined,
  );

for (const form of document.querySelectorAll('form[data-uploads]'))
  form.addEventListener('submit', (event) => {
    const fields = [...form.querySelectorAll('input[type=file]')].filter((each) => each.files.length > 0);
    if (fields.length === 0) return;
    event.preventDefault();
    send(form, fields, event.submitter).catch(() => form.submit());
  });

/** Files go one by one and the form after them. What the service does not take piece by piece goes with the form, which says why. */
async function send(form, fields, submitter) {
  const shown = progressOf(form, fields);
  const digests = new Map();
  for (const field of fields) {
    const rest = new globalThis.DataTransfer();
    const named = form.elements[field.name.replace('files-', 'uploads-')];
    for (const file of field.files) {
      digests.set(file, await digestOf(file));
      const uploadId = await goOnUntilSent(form, file, digests.get(file), shown);
      if (uploadId === undefined) rest.items.add(file);
      else named.value = `${named.value} ${uploadId}`.trim();
      shown.add(file.size);
    }
    const said = form.elements[field.name.replace('files-', 'sha256-')];
    if (said)
      said.value = [...rest.files]
        .map((file) => digests.get(file) && `${digests.get(file)} ${file.name}`)
        .filter(Boolean)
        .join('\n');
    field.files = rest.files;
  }
  await sendForm(form, submitter);
}

function progressOf(form, fields) {
  const bar = form.querySelector('progress');
  const files = fields.flatMap((field) => [...field.files]);
  let before = 0;
  bar.max = files.reduce((sum, { size }) => sum + size, 0);
  bar.parentElement.hidden = false;
  return {
    at: (bytes) => void (bar.value = before + bytes),
    add: (bytes) => void (bar.value = before += bytes),
  };
}

/** Pieces are as large as what has to be sent again at worst where the service itself goes down. */
const pieceBytes = 4 * 1024 * 1024;
const longestWait = 30_000;

class Refused extends Error {}

/** Goes on however often the connection breaks, and says so meanwhile. `ask` says when it gets anywhere; throws Refused. */
async function untilAnswered(form, ask) {
  const broken = form.querySelector('[data-broken]');
  for (let wait = 1000; ; wait = Math.min(2 * wait, longestWait))
    try {
      return await ask(() => {
        broken.hidden = true;
        wait = 1000;
      });
    } catch (error) {
      if (error instanceof Refused) throw error;
      broken.hidden = false;
      await untilTriedAgain(broken, wait);
    } finally {
      broken.hidden = true;
    }
}

/** Its ID, once all of it has arrived; undefined where the service will not have it so. */
const goOnUntilSent = async (form, file, sha256, shown) => {
  if (!form.dataset.uploads || file.size === 0) return undefined;
  let address;
  try {
    return await untilAnswered(form, async (gotOn) => {
      // By its digest the service finds what another page began, or this one before it was closed.
      address ??= await begin(form.dataset.uploads, file, sha256);
      await sendPieces(address, file, (bytes) => {
        gotOn();
        shown.at(bytes);
      }).catch((error) => {
        if (statusOf(error) === 404) address = undefined;
        throw error;
      });
      return address.split('/').at(-1);
    });
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
};

/** What is worth asking again: the answer says what to do about it, or there was none. */
const isPassing = (status) => status === 0 || status >= 500 || [404, 408, 409, 423, 429].includes(status);

const statusOf = (error) => error.originalResponse?.getStatus() ?? 0;

async function begin(at, file, sha256) {
  const query = new URLSearchParams({ fileName: file.name, mediaType: file.type || 'application/octet-stream' });
  if (sha256) query.set('sha256', sha256);
  const answer = await fetch(`${at}&${query}`, { method: 'POST', headers: { 'Upload-Length': `${file.size}` } });
  if (answer.ok) return answer.headers.get('Location');
  throw isPassing(answer.status) && answer.status !== 404 ? new Error(`${answer.status}`) : new Refused();
}

/** Only where files are sent. Each try is a fetch of its own, which an import that failed once would not be. */
const loadTus = () =>
  globalThis.tus ??
  new Promise((done, failed) => {
    const script = document.createElement('script');
    script.addEventListener('load', done);
    script.addEventListener('error', () => failed(new Error('tus.js')));
    script.src = '/r-assets/tus.js';
    document.head.append(script);
  });

async function sendPieces(uploadUrl, file, onProgress) {
  await loadTus();
  await new Promise((done, failed) => {
    const upload = new globalThis.tus.Upload(file, {
      ...{ uploadUrl, chunkSize: pieceBytes, retryDelays: null, storeFingerprintForResuming: false },
      ...{ onProgress, onSuccess: done },
      // Without a request it is the file that cannot be read.
      onError: (error) => failed(error.originalRequest && isPassing(statusOf(error)) ? error : new Refused()),
    });
    upload.start();
  });
}

const untilTriedAgain = (broken, milliseconds) =>
  new Promise((done) => {
    const button = broken.querySelector('button');
    const goOn = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', goOn);
      button.removeEventListener('click', goOn);
      done();
    };
    const timer = setTimeout(goOn, milliseconds);
    addEventListener('online', goOn);
    button.addEventListener('click', goOn);
  });

async function sendForm(form, submitter) {
  // Fields come before files, so that the service knows whose they are.
  const ordered = new FormData();
  if (submitter?.name) ordered.append(submitter.name, submitter.value);
  const body = new FormData(form);
  for (const isFile of [false, true])
    for (const [name, value] of body) if (value instanceof globalThis.File === isFile) ordered.append(name, value);
  const page = await untilAnswered(form, async () =>
    (await fetch(form.action, { method: 'POST', body: ordered })).text(),
  );
  document.open();
  document.write(page);
  document.close();
}
