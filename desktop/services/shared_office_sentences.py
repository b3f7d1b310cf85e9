"""What is said when something is wrong with the records the counters share: part of the table in `messages`."""

from typing import Final

from desktop.domain.errors import ErrorCode

SHARED_OFFICE: Final = {
    ErrorCode.OFFICE_NOT_JOINED: (
        "Máy này chưa nối vào sổ chung của cơ quan.",
        "Nối bằng mã ghép máy: khongviet office join.",
    ),
    ErrorCode.OFFICE_ALREADY_JOINED: (
        "Máy này đã nối vào một sổ chung.",
        "Muốn nối sổ khác thì rời sổ cũ trước: khongviet office leave.",
    ),
    ErrorCode.OFFICE_EXISTS: (
        "Nơi này đã có sổ chung.",
        "Nối vào bằng mã ghép máy, hoặc chọn nơi khác; không có gì bị ghi đè.",
    ),
    ErrorCode.OFFICE_UNREACHABLE: (
        "Không tới được sổ chung của cơ quan.",
        "Cứ làm việc tiếp; khi mạng thông lại, máy tự gửi những gì đang chờ.",
    ),
    ErrorCode.OFFICE_BUSY: (
        "Sổ chung đang bận quá lâu.",
        "Cứ làm việc tiếp; máy sẽ tự thử lại.",
    ),
    ErrorCode.OFFICE_REFUSED: (
        "Sổ chung không nhận máy này.",
        "Báo người phụ trách kiểm tra quyền của quầy; dữ liệu trên máy vẫn còn nguyên.",
    ),
    ErrorCode.OFFICE_ADMIN_ONLY: (
        "Việc này chỉ máy quản trị sổ chung làm được, thường là Quầy 1.",
        "Làm ở máy ấy; máy ấy hỏng hẳn thì nhờ người trông máy chủ chạy “khongviet server grant-admin” cho quầy này.",
    ),
    ErrorCode.OFFICE_READ_ONLY: (
        "Nơi để sổ chung chỉ cho đọc, không cho ghi.",
        (
            "Nhờ người phụ trách mở quyền ghi cho máy này. Cứ làm việc tiếp; việc làm ra nằm chờ ở máy này, mở được là"
            " máy tự gửi."
        ),
    ),
    ErrorCode.OFFICE_JOIN_UNREACHABLE: (
        "Chưa nối được: nơi để sổ chung không trả lời, nên máy này chưa vào sổ chung.",
        "Xem dây mạng, thư mục dùng chung hoặc máy chủ rồi nối lại.",
    ),
    ErrorCode.OFFICE_NOT_DONE: (
        "Chưa làm được: sổ chung không trả lời hoặc đang bận.",
        "Xem dây mạng, thư mục dùng chung hoặc máy chủ, rồi làm lại việc này; hồ sơ vẫn làm bình thường.",
    ),
    ErrorCode.OFFICE_SCANS_BLOCKED: (
        "Chưa gửi, chưa lấy được bản quét: thư mục “blobs” cạnh sổ chung bị chiếm chỗ, hoặc không cho máy này vào.",
        "Hồ sơ vẫn chia sẻ bình thường. Báo người phụ trách; thư mục ấy dùng lại được là máy tự gửi tiếp.",
    ),
    ErrorCode.OFFICE_FOREIGN: (
        "Sổ chung ở địa chỉ này không phải sổ của cơ quan, hoặc đang trống.",
        "Kiểm tra lại địa chỉ. Máy không gửi, không xóa gì cả.",
    ),
    ErrorCode.OFFICE_WENT_BACK: (
        "Sổ chung đã lùi về một bản cũ hơn dữ liệu trên máy này.",
        "Báo người phụ trách trước khi làm tiếp với sổ chung; máy này vẫn giữ đủ và vẫn ghi được.",
    ),
    ErrorCode.OFFICE_NEWER: (
        "Sổ chung cần bản chương trình mới hơn.",
        "Cập nhật chương trình trên máy này; những gì đang chờ gửi vẫn còn.",
    ),
    ErrorCode.OFFICE_OLDER: (
        "Máy chủ sổ chung còn ở bản cũ, chưa nhận được bản quét đã mã hóa.",
        "Báo người trông máy chủ chạy “khongviet server renew”; đến lúc ấy bản quét vẫn nằm ở máy này.",
    ),
    ErrorCode.OFFICE_SCANS_UNSEALED: (
        "Trên máy chủ còn {count} bản quét chưa mã hóa, do bản chương trình cũ gửi lên.",
        "Chạy lại với --drop-unsealed: quầy giữ tệp tự gửi lại. Tệp của quầy đã hỏng thì mở trước ở quầy còn bản cũ.",
    ),
    ErrorCode.OFFICE_FULL: (
        "Cơ quan đã đủ 30 quầy.",
        "Cho một quầy không dùng nữa rời sổ chung, rồi nối lại.",
    ),
    ErrorCode.OFFICE_DISK_FULL: (
        "Chỗ để sổ chung đã đầy, không phải ổ của máy này.",
        "Báo người phụ trách dọn ổ chia sẻ hoặc máy chủ. Cứ làm việc tiếp; có chỗ là máy tự gửi.",
    ),
    ErrorCode.OFFICE_SERVER_FULL: (
        "Ổ đĩa của máy chủ sổ chung đã đầy nên lệnh này chưa làm xong; những gì đã có trong sổ vẫn nguyên.",
        "Dọn chỗ trên ổ đĩa của máy chủ rồi chạy lại đúng lệnh này.",
    ),
    ErrorCode.OFFICE_STORE_UNSAFE: (
        "Nơi để sổ chung không giữ được an toàn ({problem}).",
        "Chọn ổ chia sẻ khác, hoặc dùng máy chủ PostgreSQL.",
    ),
    ErrorCode.OFFICE_STORE_DAMAGED: (
        "Tệp sổ chung bị hỏng ({problem}).",
        (
            "Báo người phụ trách dời tệp “-journal” cạnh nó đi nếu có, rồi phục hồi tệp từ bản sao; xong thì trang"
            " Cơ quan có nút ghi lại phần bị mất. Cứ làm việc tiếp; máy này giữ đủ."
        ),
    ),
    ErrorCode.OFFICE_FILE_GONE: (
        "Thư mục của sổ chung vẫn còn, nhưng tệp sổ chung “{file}” không còn ở đó.",
        (
            "Báo người phụ trách tìm tệp ấy (thùng rác, bị dời, bị đổi tên) hoặc phục hồi từ bản sao, để lại đúng"
            " chỗ cũ; xong là máy tự trao đổi tiếp. Cứ làm việc tiếp; máy này giữ đủ."
        ),
    ),
    ErrorCode.OFFICE_JOURNAL_STRAY: (
        "Cạnh tệp sổ chung còn sót tệp “{file}” của một bản khác; mở ra là hỏng tệp vừa phục hồi, nên máy chưa mở.",
        (
            "Báo người phụ trách dời tệp “-journal” ấy sang thư mục khác, để yên tệp sổ chung; xong là máy tự trao đổi"
            " tiếp. Cứ làm việc tiếp; máy này giữ đủ."
        ),
    ),
    ErrorCode.OFFICE_STUMBLED: (
        "Chương trình vấp lỗi khi trao đổi với sổ chung ({kind}).",
        "Cứ làm việc tiếp; máy tự thử lại. Nửa giờ vẫn báo thế này thì báo người phụ trách kèm nhật ký chương trình.",
    ),
    ErrorCode.CLOCK_OFF: (
        "Máy này {clock} so với sổ chung, nên chưa cấp số.",
        "Chỉnh ngày giờ máy này, đợi nửa phút rồi bấm lại; máy này đúng thì báo người trông máy chủ.",
    ),
    ErrorCode.CLOCK_BACK: (
        "Đồng hồ máy này lùi về trước lần gặp sổ chung gần nhất ({seen}), nên chưa cấp số.",
        "Chỉnh lại ngày giờ của máy này rồi bấm lại.",
    ),
    ErrorCode.COUNTER_RETIRED: (
        "Quầy này đã được cho thôi tham gia sổ chung, nên không cấp số nữa.",
        (
            "Rời sổ chung ở trang Cơ quan (hoặc khongviet office leave), rồi nối lại bằng mã mới:"
            " dữ liệu còn nguyên, việc chưa gửi thì máy tự gửi."
        ),
    ),
    ErrorCode.COUNTER_UNKNOWN: (
        "Sổ chung được phục hồi về lúc chưa có quầy này, nên quầy chưa gửi việc, chưa cấp số được.",
        "Rời sổ chung ở trang Cơ quan (hoặc khongviet office leave), nối lại bằng mã mới; việc chưa gửi, máy tự gửi.",
    ),
    ErrorCode.NUMBERS_UNSURE: (
        "Máy này phục hồi từ bản sao lưu và chưa biết trước đó đã cấp đến số nào, nên chưa cấp số.",
        "Nối mạng, đợi máy gặp sổ chung một lần rồi bấm lại; chưa có mạng thì cấp số ở quầy khác.",
    ),
    ErrorCode.OFFICE_SERVER_UNPROVEN: (
        "Máy chủ sổ chung không chứng minh được là máy của cơ quan.",
        "Máy này chưa gửi gì đi. Báo người trông máy chủ kiểm tra tên máy trong địa chỉ và chứng thư.",
    ),
    ErrorCode.OFFICE_CERTIFICATE_DATE: (
        "Theo ngày giờ của máy này, chứng thư của máy chủ sổ chung chưa đến ngày dùng hoặc đã hết hạn.",
        "Kiểm tra ngày giờ máy này trước; giờ đúng thì báo người trông máy chủ thay chứng thư. Máy này chưa gửi gì đi.",
    ),
    ErrorCode.SHARED_LOG_BROKEN: (
        "Sổ chung không khớp chuỗi kiểm tra ở mục {seq}.",
        "Máy ngừng nhận để không lẫn dữ liệu. Báo người phụ trách; dữ liệu trên máy vẫn còn nguyên.",
    ),
    ErrorCode.PAIRING_CODE_INVALID: (
        "Mã ghép máy không đọc được.",
        "Chép lại đủ cả mã, kể cả phần đầu “KV1.”.",
    ),
    ErrorCode.PAIRING_CODE_SPENT: (
        "Mã ghép máy đã hết hạn hoặc đã dùng rồi.",
        "Lấy mã mới ở quầy đầu tiên; mỗi mã chỉ nối được một máy.",
    ),
}
