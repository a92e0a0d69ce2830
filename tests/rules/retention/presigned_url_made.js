const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');

// ruleid: presigned-url-made
const url = await getSignedUrl(client, command, { expiresIn: 300 });
// ruleid: presigned-url-made
const old = s3.getSignedUrl('getObject', { Bucket: 'b', Key: 'k', Expires: 60 });
// ok: presigned-url-made
const plain = `https://b.example/${key}`;
// ok: presigned-url-made
const data = await client.send(command);
// ok: presigned-url-made (near miss: of the service itself)
const link = signer.signUrl(path);
