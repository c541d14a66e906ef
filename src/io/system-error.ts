/** What an error of the file system means, in words a reader knows. */
const MEANINGS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports a read or write error',
};

/**
 * The reason of a failed file operation as the end of a sentence, such as "permission denied".
 *
 * @returns the meaning of the error code, else the error's own message
 */
export function reasonOf(error: unknown): string {
  return MEANINGS[errorCode(error)] ?? (error instanceof Error ? error.message : String(error));
}

/** The code of a system error (`ENOENT`), or '' when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
