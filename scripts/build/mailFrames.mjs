// Sets the mails' frames, written in MJML, as HTML that mail programs read: once in a build, since it takes a second.

/** What is set: `mail/templates/frame.mjml` becomes `mail/templates/frame.html`, with its Handlebars expressions left as they are. */
export const isFrame = (path) => path.endsWith('.mjml');

export const setName = (path) => path.replace(/\.mjml$/, '.html');

/** Resolves to HTML. Throws, naming the line, what MJML does not know: it would be left out of every mail. */
export async function setFrame(source, path) {
  const { default: mjml2html } = await import('mjml').catch(() => {
    throw new Error(
      `${path} differs from the build in dist/, and MJML is not installed: npm ci --include=dev, then npm run build.`,
    );
  });
  const { html, errors } = await mjml2html(source, {
    validationLevel: 'soft',
    keepComments: false,
    // MJML would load fonts it knows from elsewhere; a mail loads nothing.
    fonts: {},
  });
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((each) => each.formattedMessage).join('; ')}`);
  return html;
}
