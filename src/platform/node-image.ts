/** Official and public; the digest is that of the index over all architectures. */
export const nodeImage =
  'docker.io/library/node:24.11.1-bookworm-slim@sha256:48abc13a19400ca3985071e287bd405a1d99306770eb81d61202fb6b65cf0b57';
