/** Words of the pages about a bot that is another program, in English. */
export const otherEnglish = {
  passed: "What passed",
  nothingPassed: "Nothing has passed yet. Write something on the phone.",
  time: "Time",
  outcome: "Outcome",
  connection: "Connection",
  webhook: "Webhook",
  reached: "answers",
  notReached: "nobody answers; asked again every 2 s, and what was written goes out then",
  handshake: "Handshake",
  asking: "asking",
  knowsToken: "knows the verify token",
  askAgain: "Ask again",
  toSet: "Set in your bot",
  settings: {
    graphUrl: "Graph API base URL",
    phoneNumberId: "Phone number id",
    token: "Access token",
    appSecret: "App secret",
    verifyToken: "Verify token",
  },
  notHere: "Not to be had here",
  notHereWhy:
    "Your bot is a program of its own. Its flow, what it knows of a person and why it answers as it does cannot be seen from outside, so there is no diagram, no trace and no test to make of it. What the network sees is all here.",
  passages: {
    handshake: "Handshake with your bot",
    webhook: "Webhook to your bot",
  },
  took: (ms: number) => `in ${ms} ms`,
  noAnswer: "no answer",
  droppedAnswer: "connection broken, as its switch says",
  problems: {
    unreachable: "Nobody listens there. Start your bot, or mend the address.",
    unanswered:
      "It was taken and not answered in time, or the connection broke. Answer first, work later.",
    unsigned:
      "Refused as not genuine. Compare the app secret (webhooks) and the verify token (handshake) with those of your bot.",
    noSuchPath:
      "Your bot has no such path. The address is to be the whole of it, such as http://127.0.0.1:3000/webhook",
    wrongMethod:
      "That path does not take this method. A webhook needs GET for the handshake and POST for what happens.",
    redirected: "Your bot sends elsewhere. A webhook is not followed there: give the last address.",
    busy: "Your bot says that it is too busy. It is sent again later.",
    refused: "Your bot refused it. Its own log says why. It is sent again later.",
    failed: "Your bot failed inside. Its own log says why. It is sent again later.",
    not200: "A success, but not 200, which is all that counts. It is sent again.",
    wrongAnswer: "200, but the answer is not the challenge and nothing else.",
  },
  emptyChat: "Empty this chat",
  stillKnown: "Your bot still knows this person. Add a phone to be somebody new.",
  clockIsNetworks:
    "Moves the network’s clock alone: the 24-hour window closes, receipts and what is to be sent again fall due, and messages carry the later time. Your bot’s own clock stays.",
  botAt: (host: string) => `Bot at ${host}`,
} as const;

/** The same in Indonesian. */
export const otherIndonesian = {
  passed: "Yang lewat",
  nothingPassed: "Belum ada yang lewat. Tulis sesuatu di ponsel.",
  time: "Waktu",
  outcome: "Hasil",
  connection: "Sambungan",
  webhook: "Webhook",
  reached: "menjawab",
  notReached:
    "tidak ada yang menjawab; dicoba lagi tiap 2 detik, dan yang sudah ditulis dikirim saat itu",
  handshake: "Perkenalan",
  asking: "sedang bertanya",
  knowsToken: "tahu token verifikasi",
  askAgain: "Tanya lagi",
  toSet: "Atur di bot Anda",
  settings: {
    graphUrl: "URL dasar Graph API",
    phoneNumberId: "ID nomor telepon",
    token: "Token akses",
    appSecret: "Rahasia aplikasi",
    verifyToken: "Token verifikasi",
  },
  notHere: "Tidak tersedia di sini",
  notHereWhy:
    "Bot Anda adalah program tersendiri. Alurnya, yang ia tahu tentang seseorang, dan alasan jawabannya tidak terlihat dari luar, jadi tidak ada diagram, jejak, atau tes yang bisa dibuat. Semua yang terlihat oleh jaringan ada di sini.",
  passages: {
    handshake: "Perkenalan dengan bot Anda",
    webhook: "Webhook ke bot Anda",
  },
  took: (ms: number) => `dalam ${ms} md`,
  noAnswer: "tanpa jawaban",
  droppedAnswer: "sambungan diputus, sesuai sakelarnya",
  problems: {
    unreachable: "Tidak ada yang mendengarkan di sana. Jalankan bot Anda, atau perbaiki alamatnya.",
    unanswered:
      "Diterima tetapi tidak dijawab pada waktunya, atau sambungan putus. Jawab dulu, kerjakan kemudian.",
    unsigned:
      "Ditolak karena dianggap palsu. Samakan rahasia aplikasi (webhook) dan token verifikasi (perkenalan) dengan yang ada di bot Anda.",
    noSuchPath:
      "Bot Anda tidak punya jalur itu. Alamatnya harus lengkap, misalnya http://127.0.0.1:3000/webhook",
    wrongMethod:
      "Jalur itu tidak menerima metode ini. Webhook perlu GET untuk perkenalan dan POST untuk kejadian.",
    redirected:
      "Bot Anda mengalihkan ke tempat lain. Webhook tidak mengikutinya: berikan alamat terakhirnya.",
    busy: "Bot Anda bilang terlalu sibuk. Nanti dikirim lagi.",
    refused: "Bot Anda menolaknya. Sebabnya ada di lognya sendiri. Nanti dikirim lagi.",
    failed: "Bot Anda gagal di dalam. Sebabnya ada di lognya sendiri. Nanti dikirim lagi.",
    not200: "Berhasil, tetapi bukan 200, padahal hanya itu yang dihitung. Akan dikirim lagi.",
    wrongAnswer: "200, tetapi jawabannya bukan tantangannya saja.",
  },
  emptyChat: "Kosongkan percakapan ini",
  stillKnown: "Bot Anda masih mengenal orang ini. Tambah ponsel untuk jadi orang baru.",
  clockIsNetworks:
    "Hanya memajukan jam jaringan: jendela 24 jam tertutup, tanda terima dan kiriman ulang jatuh tempo, dan pesan memakai waktu yang baru. Jam bot Anda tetap.",
  botAt: (host: string) => `Bot di ${host}`,
} as const;
