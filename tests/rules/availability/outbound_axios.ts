import axios from 'axios';

// ruleid: outbound-axios
export const post = () => axios.post(url, body, { timeout: 1000 });
// ruleid: outbound-axios
export const call = () => axios({ url, method: 'get' });
// ok: outbound-axios
export const isError = axios.isAxiosError(error);
// ok: outbound-axios (near miss: a setting for all of them)
axios.defaults.timeout = 3000;
