// Files of a form where scripts run: dropped, whole folders of them, piece by piece ahead of the form, with how far they are and the digest of each as the
// browser has it. The form is the same one that is sent without scripts.

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
  const hint = part.querySelector('[data-drop-hint]');
  if (hint) hint.hidden = !globalThis.matchMedia('(hover: hover)').matches;
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
    sendAhead(form, fields)
      .catch(() => undefined)
      .then(() => sendForm(form, event.submitter));
  });

// One that comes back from the browser's history is not under way.
addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-uploads] progress').forEach((bar) => (bar.parentElement.hidden = true));
});

/** What goes with the files of a field stands in a field named alike. */
const besideOf = (form, field, what) => form.elements[field.name.replace(/^files/, what)];

const holding = (files) => {
  const all = new globalThis.DataTransfer();
  for (const file of files) all.items.add(file);
  return all.files;
};

/** Files go one by one before the form. What the service does not take piece by piece goes with it, and it says why. */
async function sendAhead(form, fields) {
  const shown = progressOf(form, fields);
  for (const field of fields) {
    const [rest, digests] = [[], []];
    const uploads = besideOf(form, field, 'uploads');
    for (const file of field.files) {
      const sha256 = await digestOf(file);
      const uploadId = await goOnUntilSent(form, file, sha256, shown).catch((error) => {
        if (!(error instanceof NotNamed)) throw error;
        return error;
      });
      // Nobody would take them so: the form says why, and nothing is sent in vain.
      if (uploadId instanceof NotNamed) {
        form.elements.unsent.value = 'files';
        for (const each of fields) each.files = holding([]);
        return;
      }
      if (uploadId) uploads.value = `${uploads.value} ${uploadId}`.trim();
      else {
        rest.push(file);
        if (sha256) digests.push(`${sha256} ${file.name}`);
      }
      shown.add(file.size);
    }
    besideOf(form, field, 'sha256').value = digests.join('\n');
    field.files = holding(rest);
  }
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

/** A piece is what has to be sent again at worst where the service itself goes down; large files go in fifty at most. */
const pieceBytesOf = ({ size }) => Math.max(4 * 1024 * 1024, Math.ceil(size / 50));
const longestWait = 30_000;

class Refused extends Error {}
/** The name that the form gives is not that of who may send files with it. */
class NotNamed extends Error {}

/** Goes on however often the connection breaks, and says so meanwhile. `ask` says when it gets anywhere; throws Refused, or NotNamed. */
async function untilAnswered(form, ask) {
  const broken = form.querySelector('[data-broken]');
  for (let wait = 1000; ; wait = Math.min(2 * wait, longestWait))
    try {
      return await ask(() => {
        broken.hidden = true;
        wait = 1000;
      });
    } catch (error) {
      if (error instanceof Refused || error instanceof NotNamed) throw error;
      // Asked too often, the service answers, and takes more in a while: nothing broke.
      broken.hidden = statusOf(error) === 429;
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
      address ??= await begin(form, file, sha256);
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

const statusOf = (error) => error.status ?? error.originalResponse?.getStatus() ?? 0;

async function begin(form, file, sha256) {
  const at = new URL(form.dataset.uploads, globalThis.location.href);
  at.searchParams.set('fileName', file.name);
  at.searchParams.set('mediaType', file.type || 'application/octet-stream');
  if (sha256) at.searchParams.set('sha256', sha256);
  const { typedName, formToken } = form.elements;
  // Where the form names who sends it, that is asked before the first byte.
  const body = typedName && new URLSearchParams({ typedName: typedName.value, formToken: formToken?.value ?? '' });
  const answer = await fetch(at, { method: 'POST', headers: { 'Upload-Length': `${file.size}` }, body });
  if (answer.ok) return answer.headers.get('Location');
  if (body && answer.status === 422) throw new NotNamed();
  throw isPassing(answer.status) && answer.status !== 404 ? unanswered(answer) : new Refused();
}

const unanswered = ({ status }) => Object.assign(new Error(`${status}`), { status });

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
      ...{ uploadUrl, chunkSize: pieceBytesOf(file), retryDelays: null, storeFingerprintForResuming: false },
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

/** As the browser sends it, so that what comes back is a page like any other; once the service can be reached. */
async function sendForm(form, submitter) {
  await untilAnswered(form, async () => {
    const answer = await fetch('/r-assets/page.css', { method: 'HEAD', cache: 'no-store' });
    if (answer.status >= 500) throw unanswered(answer);
  });
  if (submitter?.name) {
    const { name, value } = submitter;
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  form.submit();
}
