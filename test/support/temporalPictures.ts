// What the pictures of the Temporal UI are called, in docs/pictures/temporal.

/** Of the view of that name. */
export function pictureOf(view: string): string {
  const name = view.startsWith('Engagement') ? 'engagement' : view.toLowerCase().replace(/:.*/, '');
  return `${name.replaceAll(' ', '-')}.png`;
}
