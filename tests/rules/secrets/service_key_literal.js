const Stripe = require('stripe');
const twilio = require('twilio');
const sgMail = require('@sendgrid/mail');

// ruleid: service-key-literal
const s3 = new S3Client({ region, credentials: { accessKeyId: 'shop', secretAccessKey: 'q8Zr+1ks' } });
// ruleid: service-key-literal
const stripe = new Stripe('sk_shop_4e55', { apiVersion });
// ruleid: service-key-literal
sgMail.setApiKey('SG.4e55.q8Zr');
// ruleid: service-key-literal
const phone = twilio(account, '4e55b1c0');

// ok: service-key-literal
const own = new S3Client({ region, credentials: { accessKeyId, secretAccessKey: config.secret } });
// ok: service-key-literal
sgMail.setApiKey(process.env.SENDGRID_KEY);
// ok: service-key-literal (near miss: the key that Stripe publishes)
const page = Stripe('pk_shop_4e55');
// ok: service-key-literal (near miss: no service)
const door = new Door('front door');
