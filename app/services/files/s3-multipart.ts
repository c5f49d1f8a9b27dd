import { ListMultipartUploadsCommand, type S3Client } from "@aws-sdk/client-s3";

export interface MultipartUpload {
  key: string;
  uploadId: string;
  begunAt: Date;
}

/** The uploads in parts, under names that begin so, that were neither completed nor given up. */
export async function* findMultipartUploads(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<MultipartUpload> {
  let after: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const page = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...after }));
    for (const { Key, UploadId, Initiated = new Date() } of page.Uploads ?? [])
      if (Key && UploadId) yield { key: Key, uploadId: UploadId, begunAt: Initiated };
    if (!page.IsTruncated) return;
    after = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}
