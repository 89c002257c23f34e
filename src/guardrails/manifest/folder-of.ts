/** Returns the folder of a file with its last slash; the empty text at the root. */
export const folderOf = (file = ''): string => file.slice(0, file.lastIndexOf('/') + 1);
