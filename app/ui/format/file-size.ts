const kibibyte = 1024;
const mebibyte = kibibyte * 1024;

/** Bytes as people read them: "640 KB", "3.2 MB", "100 MB". */
export function formatFileSize(bytes: number): string {
  if (bytes < mebibyte) return `${Math.max(1, Math.round(bytes / kibibyte))} KB`;
  const mebibytes = bytes / mebibyte;
  return `${mebibytes < 10 ? (Math.round(mebibytes * 10) / 10).toString() : Math.round(mebibytes).toString()} MB`;
}
