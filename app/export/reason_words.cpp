#include "app/export/reason_words.hpp"

namespace yuanquan::exports {

survey::ReasonWords reason_words(const words::Texts& texts) {
    return {kReasonSign + plain_reason(texts, survey::Reason::dont_know), kReasonSign + plain_reason(texts, survey::Reason::refused),
            texts.tr("reason.between")};
}

std::string plain_reason(const words::Texts& texts, survey::Reason reason) {
    return texts.tr(reason == survey::Reason::refused ? "reason.refused" : "reason.dont_know");
}

}  // namespace yuanquan::exports
