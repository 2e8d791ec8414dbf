// What pages for people without an account may load: their own styles, scripts and pictures, and nothing else.

export const closedPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Pages that besides ask this service anew, for a part of themselves, or send it files piece by piece. */
export const askingPolicy = `${closedPolicy}; connect-src 'self'`;
