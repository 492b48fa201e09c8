/** What stands beside exported stories. In English: it is read by whoever rescues them, perhaps without any of this software. */
export const exportGuide = `These are sealed stories, exactly as they came from people's phones.

Each folder is one story: its receipt as the author sees it (in Latin letters), then its id.
  manifest.json   what the server knew: ids and sizes
  text.age        the text, with the author's terms
  part-1.age ...  photos and recordings, in order of their numbers; one that is missing had not come yet
  note-1.age ...  what the author said about the story later, where they did

They open with the age program (https://age-encryption.org, in most systems' package lists as "age")
and a private key of the newsroom: the desk's key or the recovery key. Nothing else opens them.
Do it on a computer that you trust, best one without a network.

1. The text. A key file protected by a passphrase can be given as it is; age asks for the passphrase.
     age -d -i desk-key.age text.age > story.json
   story.json ends with spaces: they are padding and mean nothing. Read the terms first ("terms"): they say
   what the author allows, in the words that stood on the author's screen.

2. A photo or a recording. After opening, zeros follow the file's end; they are padding.
   story.json says the true length under "attachments": "number" is N of part-N.age, "bytes" the length.
     age -d -i desk-key.age part-1.age | head -c BYTES > photo-1.jpg
   "hash" is the SHA-256 of those bytes, in base64url:
     openssl dgst -sha256 -binary photo-1.jpg | openssl base64 | tr '+/' '-_' | tr -d '='

3. A note. It opens like the text. "kind": "withdraw" means that the author took the story back: delete it.
   "kind": "terms" means that its terms take the place of those in story.json; of several the highest "number" holds.

What you open is somebody's life. Put it where only the newsroom can read it, and delete it when it is no longer needed.
`;
