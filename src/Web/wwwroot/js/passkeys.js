// The browser's half of Members/Passkeys.cs (WebAuthn level 3, 5.1). Loaded when somebody uses one.
const told = async ask => {
  try {
    return JSON.stringify((await ask()).toJSON());
  } catch (refused) {
    // A browser tells nobody whether there was no key or no wish to use it.
    console.info(`railhub: no passkey: ${refused.message}`);
    return null;
  }
};

export const make = options => told(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options)) }));
export const ask = options => told(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) }));
