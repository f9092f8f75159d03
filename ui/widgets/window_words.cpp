// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window_words.h"

#include "cnnvis/settings_schema.h"

#include <QRegularExpression>

namespace cnnvis::ui {

namespace {

/// The sign between two sides, and before a factor.
QString times()
{
    return QString(QChar(0x00D7));
}

/// Whole texts that are a size or a factor, with x or ×, and blanks as people please.
const QRegularExpression& wholeSize()
{
    static const QRegularExpression expression(QStringLiteral("^\\s*(\\d+)\\s*[xX*\\x{D7}]\\s*(\\d+)\\s*$"));
    return expression;
}

const QRegularExpression& wholeFactor()
{
    static const QRegularExpression expression(QStringLiteral("^\\s*[xX*\\x{D7}]\\s*(\\d*\\.?\\d+)\\s*$"));
    return expression;
}

QString turned(const QString& one, const QString& other)
{
    return QStringLiteral("%1 %2 %3").arg(other, times(), one);
}

QString labelOf(const SettingEntry& entry)
{
    return QStringLiteral("“%1”").arg(
        QString::fromUtf8(entry.label.data(), static_cast<qsizetype>(entry.label.size())));
}

/// What a match of the expression below becomes.
/// @param setting  that the text spoke of last; nullptr: none yet. Becomes that of a flag.
QString inWords(const QRegularExpressionMatch& match, const SettingEntry*& setting)
{
    const QString all = match.captured();
    if (all.startsWith(QLatin1Char('\''))) {
        const bool isSize = setting != nullptr && setting->textKind == TextKind::PictureSize;
        return isSize ? QStringLiteral("'%1'").arg(shownSize(all.mid(1, all.size() - 2))) : all;
    }
    if (all.startsWith(QLatin1String("--"))) {
        const SettingEntry* const entry = findSetting(all.mid(2).toStdString());
        setting = entry != nullptr ? entry : setting;
        return entry != nullptr ? labelOf(*entry) : all;
    }
    if (all.startsWith(QLatin1Char('H')) || all.startsWith(QLatin1Char('h')))
        return QStringLiteral("width %1 height").arg(times());
    if (all.startsWith(QLatin1Char('x')))
        return shownSize(all);
    return turned(match.captured(QStringLiteral("height")), match.captured(QStringLiteral("width")));
}

} // namespace

QString sizeText(QSize size)
{
    return turned(QString::number(size.height()), QString::number(size.width()));
}

QString sizeText(PictureSize size)
{
    return sizeText(QSize(size.width, size.height));
}

QString inWindowWords(const QString& text)
{
    static const QRegularExpression expression(
        QStringLiteral("(?<!\\w)'.*?'(?!\\w)"
                       "|--[a-z][a-z0-9_]*"
                       "|HEIGHTxWIDTH|height x width"
                       "|(?<![\\w./-])x\\d*\\.?\\d+\\b"
                       "|(?<![\\w./-])(?<height>\\d+) ?x ?(?<width>\\d+)(?![\\w/-]|\\.\\w)"));
    QString words;
    const SettingEntry* setting = nullptr;
    qsizetype end = 0;
    for (auto matches = expression.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        words += text.mid(end, match.capturedStart() - end) + inWords(match, setting);
        end = match.capturedEnd();
    }
    return words + text.mid(end);
}

QString inWindowWords(const std::string& text)
{
    return inWindowWords(QString::fromStdString(text));
}

QString inWindowWords(const std::exception& error)
{
    return inWindowWords(QString::fromUtf8(error.what()));
}

QString shownSize(const QString& text)
{
    if (const QRegularExpressionMatch size = wholeSize().match(text); size.hasMatch())
        return turned(size.captured(1), size.captured(2));
    if (const QRegularExpressionMatch factor = wholeFactor().match(text); factor.hasMatch())
        return QStringLiteral("%1 %2").arg(times()).arg(factor.captured(1));
    return text;
}

QString typedSize(const QString& typed)
{
    if (const QRegularExpressionMatch size = wholeSize().match(typed); size.hasMatch())
        return size.captured(2) + QLatin1Char('x') + size.captured(1);
    if (const QRegularExpressionMatch factor = wholeFactor().match(typed); factor.hasMatch())
        return QLatin1Char('x') + factor.captured(1);
    return typed.trimmed();
}

} // namespace cnnvis::ui
