import { createPresignedPost } from '@aws-sdk/s3-presigned-post';

// ruleid: presigned-url-made
export const post = await createPresignedPost(client, { Bucket, Key, Expires: 600 });
// ruleid: presigned-url-made
export const [link] = await file.getSignedUrl({ action: 'read', expires: Date.now() + 60_000 });
// ok: presigned-url-made
export const file = bucket.file('k');
// ok: presigned-url-made (near miss: a type alone)
export type Link = ReturnType<typeof createPresignedPost>;
