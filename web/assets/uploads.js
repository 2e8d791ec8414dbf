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

/** A browser has no digests for pages that came by plain http from elsewhere. */
async function digestsOf(files) {
  if (!globalThis.crypto?.subtle) return '';
  const lines = [];
  for (const file of files)
    lines.push(`${hex(await globalThis.crypto.subtle.digest('SHA-256', await file.arrayBuffer()))} ${file.name}`);
  return lines.join('\n');
}

for (const form of document.querySelectorAll('form[data-uploads]')) {
  const progress = form.querySelector('progress');
  form.addEventListener('submit', (event) => {
    const fields = [...form.querySelectorAll('input[type=file]')].filter((each) => each.files.length > 0);
    if (fields.length === 0) return;
    event.preventDefault();
    send(form, fields, event.submitter, progress).catch(() => form.submit());
  });
}

async function send(form, fields, submitter, progress) {
  for (const field of fields) {
    const said = form.elements[`sha256-${field.name.slice('files-'.length)}`];
    if (said) said.value = await digestsOf(field.files);
  }
  const body = new FormData(form);
  // Fields come before files, so that the service knows whose they are.
  const ordered = new FormData();
  if (submitter?.name) ordered.append(submitter.name, submitter.value);
  for (const isFile of [false, true])
    for (const [name, value] of body) if (value instanceof globalThis.File === isFile) ordered.append(name, value);
  const request = new globalThis.XMLHttpRequest();
  request.open('POST', form.action);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    progress.hidden = false;
    progress.parentElement.hidden = false;
    progress.max = total;
    progress.value = loaded;
  });
  await new Promise((done, failed) => {
    request.addEventListener('load', done);
    request.addEventListener('error', failed);
    request.send(ordered);
  });
  document.open();
  document.write(request.responseText);
  document.close();
}
